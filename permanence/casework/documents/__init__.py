"""What leaves on paper or in an archive: transmission sheet, full transcript, evidence with its manifest."""
