"""Step Functions: state machines that really run, on moto's interpreter, against this very server."""
