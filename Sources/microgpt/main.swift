Platform.exit(Microgpt.run(Platform.arguments.dropFirst()))
