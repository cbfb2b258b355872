Rails.application.routes.draw do
  root "tickets#index"
  resources :tickets, only: %i[index create] do
    get :export, on: :member
  end
end
