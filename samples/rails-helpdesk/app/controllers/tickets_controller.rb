class TicketsController < ApplicationController
  def index
    session[:last_visit] = Time.current.to_s
    @tickets = Rails.cache.fetch("open-tickets", expires_in: 5.minutes) do
      Ticket.where(open: true).to_a
    end
  end

  def create
    ticket = Ticket.create!(params.require(:ticket).permit(:title, :text, :attachment))
    NotifyJob.perform_later(ticket)
    redirect_to ticket
  end

  def export
    send_file PdfExport.new(Ticket.find(params[:id])).write
  end
end
