using Microsoft.Win32;

namespace Shop
{
    public class Settings
    {
        // Registry in a comment
        public object Read()
        {
            return Registry.GetValue("HKEY_LOCAL_MACHINE", "Shop", null);
        }
    }
}
