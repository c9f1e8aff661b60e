"""Facts about machines, accelerators, prices, images and regions: dated data and look-ups."""
