Rails.application.configure do
  config.cache_classes = true
  config.eager_load = true
  config.consider_all_requests_local = false

  config.cache_store = :file_store, "/srv/helpdesk/shared/cache"
  config.session_store = :cache_store
  config.log_level = :info
  config.logger = Logger.new("/var/log/helpdesk/production.log", "daily")

  # config.action_mailer.smtp_settings = { address: "localhost" }
  config.action_mailer.delivery_method = :smtp
  config.action_mailer.smtp_settings = { address: "10.0.3.14", port: 25 }
  config.action_mailer.default_url_options = { host: "helpdesk.harbour.example" }
end
