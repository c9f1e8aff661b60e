"""Tests of the sandbox's aws provider."""
