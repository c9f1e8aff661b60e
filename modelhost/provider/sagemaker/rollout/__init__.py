"""How an update takes over: its steps, its limits, and the alarms that undo it."""
