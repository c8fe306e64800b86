"""Records of standards bodies as the Relaton project publishes them: YAML files in four shapes, or flat Parquet."""
