"""How far an order holds: under other weights, uncertain values, other choices of method."""
