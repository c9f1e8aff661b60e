"""What a killed run left behind, and how to put it right with nothing duplicated, lost or unlisted."""
