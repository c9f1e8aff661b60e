"""Whether a cache of answers or of prompts' prefixes pays, told from what was asked again."""
