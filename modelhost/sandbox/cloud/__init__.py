"""The embedded AWS: moto's services on loopback, with the refusals, states and ledger that moto lacks."""
