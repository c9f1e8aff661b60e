"""The Pulumi program: from the stack file to the parts that it asks for."""
