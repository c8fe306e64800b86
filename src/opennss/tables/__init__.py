"""Tables as text: columns from dataclasses, cells by type, CSV in and out; shared by catalogue and folder."""
