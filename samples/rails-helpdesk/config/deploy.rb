lock "~> 3.14"

set :application, "helpdesk"
set :repo_url, "git@git.harbour.example:helpdesk.git"
set :deploy_to, "/srv/helpdesk"
set :linked_files, %w[config/secrets.yml]
set :linked_dirs, %w[log tmp/pids public/uploads]

server "10.0.3.10", user: "deploy", roles: %w[app web db]
