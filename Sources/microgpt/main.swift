let status = Microgpt.run(Platform.arguments.dropFirst())
Launcher.end()
Platform.exit(status)
