"""What the stack file accepts, AWS accepts: the program's requests against the service models."""
