"""A small Pulumi provider engine over boto3: the wire, the validation, and a table that turns rows into resources."""
