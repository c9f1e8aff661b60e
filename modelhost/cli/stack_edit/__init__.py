"""Editing a stack file as a person would: everything that is not changed stays as it is, byte for byte."""
