"""`modelhost plan`: from a trace of load to a scaling block, on one screen, as a report, and into the stack file."""
