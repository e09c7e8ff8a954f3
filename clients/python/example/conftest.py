pytest_plugins = ["scm_emulator"]
