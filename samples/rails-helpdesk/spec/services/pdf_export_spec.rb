require "rails_helper"

RSpec.describe PdfExport do
  it "writes a file" do
    File.write("/tmp/pdf-export-test.txt", "http://localhost:3000")
    ticket = instance_double(Ticket, id: 7, text: "Printer is out of paper")
    expect(described_class.new(ticket).write).to end_with("7.pdf")
  end
end
