using System.Messaging;

namespace Harbour.Portal.Services
{
    public class OrderQueue
    {
        private const string Path = @".\private$\portal-orders";

        public void Announce(string customer)
        {
            if (!MessageQueue.Exists(Path))
            {
                MessageQueue.Create(Path, true);
            }
            using (var queue = new MessageQueue(Path))
            {
                queue.Send(customer, MessageQueueTransactionType.Single);
            }
        }
    }
}
