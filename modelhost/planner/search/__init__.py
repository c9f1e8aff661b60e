"""Candidates, their cost, and which of them wins."""
