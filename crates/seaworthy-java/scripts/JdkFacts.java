import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;

/**
 * Prints the plain facts of a Java class library that `src/jdk` holds: `java scripts/JdkFacts.java > src/jdk/se.txt`, with the
 * JDK whose names are wanted. The format is told in `src/jdk.rs`.
 */
public class JdkFacts {
    /** Packages whose methods are listed; of all others only types and supertypes. */
    static final Set<String> WITH_METHODS = Set.of(
        "java.io", "java.lang", "java.lang.ref", "java.lang.reflect", "java.net", "java.nio.charset", "java.nio.file",
        "java.rmi", "java.rmi.registry", "java.rmi.server", "java.security", "java.sql", "java.util", "java.util.concurrent",
        "java.util.function", "java.util.jar", "java.util.logging", "java.util.prefs", "java.util.regex", "java.util.stream",
        "java.util.zip", "javax.naming", "javax.naming.directory", "javax.net", "javax.script", "javax.sql");

    /** Methods that many classes override. */
    static final Map<String, String> SHORT =
        Map.of("equals=z/1", "~e", "hashCode=i", "~h", "toString=String", "~s", "clone=Object", "~c");

    static final Map<Class<?>, String> PRIMITIVES = Map.of(boolean.class, "z", byte.class, "b", char.class, "c",
        double.class, "d", float.class, "f", int.class, "i", long.class, "j", short.class, "s", void.class, "v");

    public static void main(String[] args) throws Exception {
        var packages = new TreeMap<String, List<Class<?>>>();
        var jrt = FileSystems.getFileSystem(java.net.URI.create("jrt:/"));
        for (var module : ModuleFinder.ofSystem().findAll()) {
            ModuleDescriptor descriptor = module.descriptor();
            if (descriptor.name().contains("incubator") || descriptor.name().contains("internal")) continue;
            for (var exported : descriptor.exports()) {
                if (exported.isQualified()) continue;
                var folder = jrt.getPath("modules", descriptor.name(), exported.source().replace('.', '/'));
                try (var files = Files.list(folder)) {
                    for (var file : files.sorted().toList()) {
                        String name = file.getFileName().toString();
                        if (!name.endsWith(".class") || name.contains("-info")) continue;
                        try {
                            var found = Class.forName(exported.source() + "." + name.substring(0, name.length() - 6), false,
                                ClassLoader.getSystemClassLoader());
                            if (visible(found)) packages.computeIfAbsent(exported.source(), p -> new ArrayList<>()).add(found);
                        } catch (Throwable missing) {
                            // Classes of modules that this run does not resolve are not part of the facts.
                        }
                    }
                }
            }
        }
        var out = new StringBuilder();
        packages.forEach((name, types) -> {
            out.append('@').append(name).append(WITH_METHODS.contains(name) ? " +" : "").append('\n');
            types.stream().sorted(Comparator.comparing(Class::getName)).forEach(t -> line(out, name, t));
        });
        System.out.print(out);
    }

    static boolean visible(Class<?> type) {
        if (!type.getModule().isExported(type.getPackageName())) return false;
        for (Class<?> t = type; t != null; t = t.getDeclaringClass()) {
            if (t.isAnonymousClass() || t.isLocalClass() || t.isSynthetic()) return false;
            if (!Modifier.isPublic(t.getModifiers()) && !Modifier.isProtected(t.getModifiers())) return false;
        }
        return true;
    }

    static void line(StringBuilder out, String in, Class<?> type) {
        String name = type.getName().substring(in.length() + 1).replace('$', '.');
        var parameters = Arrays.stream(type.getTypeParameters()).map(TypeVariable::getName).collect(Collectors.joining(","));
        out.append(name);
        if (!parameters.isEmpty()) out.append('<').append(parameters).append('>');
        out.append(type.isAnnotation() ? " @" : type.isInterface() ? " i" : type.isEnum() ? " e" : " c");
        // What classes inherit from hidden ones counts as their own.
        var own = new ArrayList<Class<?>>(List.of(type));
        Type up = type.getGenericSuperclass();
        while (up != null && !visible(raw(up))) {
            own.add(raw(up));
            up = raw(up).getGenericSuperclass();
        }
        var supers = new LinkedHashSet<String>();
        if (up != null && up != Object.class) supers.add(text(in, up));
        if (!type.isAnnotation())
            for (Class<?> part : own)
                for (Type of : part.getGenericInterfaces()) if (visible(raw(of))) supers.add(text(in, of));
        if (!supers.isEmpty()) out.append(" :").append(String.join("|", supers));
        if (WITH_METHODS.contains(in)) {
            var methods = new TreeMap<String, TreeSet<String>>();
            var declared = own.stream().flatMap(c -> Arrays.stream(c.getDeclaredMethods())).toList();
            var seen = new HashSet<String>();
            for (Method method : declared) {
                int m = method.getModifiers();
                if (method.isSynthetic() || !(Modifier.isPublic(m) || Modifier.isProtected(m))) continue;
                if (!seen.add(method.getName() + Arrays.toString(method.getParameterTypes()))) continue;
                String result = text(in, method.getGenericReturnType());
                if (own(method, method.getGenericReturnType())) result = "?";
                long alike = declared.stream().filter(o -> !o.isSynthetic() && o.getName().equals(method.getName())
                    && o.getParameterCount() == method.getParameterCount())
                    .map(o -> Arrays.toString(o.getParameterTypes())).distinct().count();
                String of = "";
                if (alike > 1) {
                    of = Arrays.stream(method.getParameterTypes()).map(p -> text(in, p)).collect(Collectors.joining(",", "(", ")"));
                } else if (method.getParameterCount() > 0) {
                    of = "/" + method.getParameterCount();
                }
                methods.computeIfAbsent(method.getName(), n -> new TreeSet<>()).add(result + of + (method.isVarArgs() ? "+" : ""));
            }
            methods.forEach((n, all) -> {
                String entry = n + "=" + String.join(";", all);
                out.append(' ').append(SHORT.getOrDefault(entry, entry));
            });
            var fields = new TreeMap<String, String>();
            for (Field field : type.getDeclaredFields()) {
                int m = field.getModifiers();
                if (field.isSynthetic() || !(Modifier.isPublic(m) || Modifier.isProtected(m))) continue;
                Class<?> of = field.getType();
                if (!of.isPrimitive() && of != String.class && of != type) fields.put(field.getName(), text(in, field.getGenericType()));
            }
            fields.forEach((n, of) -> out.append(" .").append(n).append('=').append(of));
        }
        out.append('\n');
    }

    /** Whether a type depends on a type parameter of the method itself: such a result is not known without inference. */
    static boolean own(Method method, Type type) {
        if (type instanceof TypeVariable<?> v) return v.getGenericDeclaration() == method;
        if (type instanceof GenericArrayType a) return own(method, a.getGenericComponentType());
        return false;
    }

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    static String text(String in, Type type) {
        if (type instanceof Class<?> c) {
            if (c.isPrimitive()) return PRIMITIVES.get(c);
            if (c.isArray()) return text(in, c.getComponentType()) + "[]";
            String name = c.getName().replace('$', '.');
            for (String near : new String[] {in + ".", "java.lang."}) {
                if (c.getPackageName().equals(near.substring(0, near.length() - 1)))
                    return name.substring(near.length());
            }
            return name;
        }
        if (type instanceof GenericArrayType a) return text(in, a.getGenericComponentType()) + "[]";
        if (type instanceof TypeVariable<?> v) return v.getName();
        if (type instanceof WildcardType w)
            return w.getLowerBounds().length > 0 || w.getUpperBounds()[0] == Object.class ? "?" : text(in, w.getUpperBounds()[0]);
        ParameterizedType p = (ParameterizedType) type;
        return text(in, p.getRawType()) + Arrays.stream(p.getActualTypeArguments()).map(t -> text(in, t))
            .collect(Collectors.joining(",", "<", ">"));
    }
}
