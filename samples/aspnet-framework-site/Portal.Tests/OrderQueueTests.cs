using System.IO;
using System.Messaging;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Harbour.Portal.Tests
{
    [TestClass]
    public class OrderQueueTests
    {
        [TestMethod]
        public void APrivateQueueHasThisFormat()
        {
            File.WriteAllText(@"C:\Temp\queue.txt", @".\private$\portal-orders");
            Assert.IsFalse(MessageQueue.Exists(@".\private$\portal-nothing"));
        }
    }
}
