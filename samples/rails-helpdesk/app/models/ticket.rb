class Ticket < ApplicationRecord
  mount_uploader :attachment, AttachmentUploader

  STALE = 60.days

  @@numbers = {}

  def self.close_stale
    where("updated_at < ?", STALE.ago).update_all(open: false)
  end

  # Counts per category; was a file under /srv/helpdesk before.
  def self.next_number(category)
    @@numbers[category] = (@@numbers[category] || 0) + 1
  end
end
