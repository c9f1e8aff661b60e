"""What stands: what the stack file says next to what AWS says, part by part."""
