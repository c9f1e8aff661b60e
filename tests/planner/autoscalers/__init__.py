"""Autoscalers: their timing as documented, and each compiled function against its plain twin."""
