"""CloudWatch alarms: kept as asked for, refused as AWS refuses, delivered only where keys and policies allow."""
