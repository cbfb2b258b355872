require "tempfile"

class PdfExport
  TARGET = "/srv/helpdesk/shared/exports".freeze

  def initialize(ticket)
    @ticket = ticket
  end

  def write
    page = Tempfile.new(["ticket", ".html"])
    page.write(@ticket.text)
    page.close
    File.open("/srv/helpdesk/shared/exports/last.txt", "w") { |f| f.puts @ticket.id }
    system("/usr/bin/wkhtmltopdf", page.path, "#{TARGET}/#{@ticket.id}.pdf")
    "#{TARGET}/#{@ticket.id}.pdf"
  end
end
