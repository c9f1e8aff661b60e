"""Ask AWS what is live: what stands, what a killed run left, what drifted, and what an endpoint answers."""
