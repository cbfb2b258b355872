using System.ServiceModel;

namespace Harbour.Portal.Services
{
    [ServiceContract]
    public interface IPriceService
    {
        [OperationContract]
        decimal Price(string article);
    }

    public class PriceService : IPriceService
    {
        public decimal Price(string article)
        {
            return article.StartsWith("R") ? 12.50m : 8.00m;
        }
    }
}
