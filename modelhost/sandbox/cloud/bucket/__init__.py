"""S3 buckets: the versions of a suspended bucket, and lifecycle rules in full."""
