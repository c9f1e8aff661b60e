"""How long a language model takes, from its widths, the accelerator's data sheet and three fitted numbers."""
