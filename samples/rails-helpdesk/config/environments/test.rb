Rails.application.configure do
  config.cache_classes = false
  config.eager_load = false
  config.cache_store = :null_store
  config.action_mailer.delivery_method = :test
end
