"""What a plan is compared with: AWS's default, the same tuned, a fixed peak, and one who knows the future."""
