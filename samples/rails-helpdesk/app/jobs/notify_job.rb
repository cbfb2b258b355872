require "net/http"

class NotifyJob < ApplicationJob
  def perform(ticket)
    # No answer is kept: File.write would be lost anyway.
    Net::HTTP.post(URI("http://10.0.3.30:8065/hooks/helpdesk"), { text: ticket.title }.to_json)
  end
end
