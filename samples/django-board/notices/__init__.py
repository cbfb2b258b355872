default_app_config = "notices.apps.NoticesConfig"
