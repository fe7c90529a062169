using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace BalloonExporter.Tests.Architecture;

/// <summary>Finds every type that a type uses: in signatures, in attributes and in what its methods do.</summary>
internal static class UsedTypes
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>The type in whose file the code of this type stands: closures and state machines are nested in it.</summary>
    public static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    public static HashSet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(type.BaseType);
        AddAll(type.GetInterfaces());
        AddAttributes(type.GetCustomAttributesData());
        if (type.IsGenericTypeDefinition)
            AddAll(type.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()));
        foreach (var field in type.GetFields(Declared))
        {
            Add(field.FieldType);
            AddAttributes(field.GetCustomAttributesData());
        }

        foreach (var member in type.GetProperties(Declared).Concat<MemberInfo>(type.GetEvents(Declared)))
            AddAttributes(member.GetCustomAttributesData());
        foreach (var method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
            AddMethod(method);
        return found;

        void AddAll(IEnumerable<Type> types)
        {
            foreach (var each in types)
                Add(each);
        }

        void AddAttributes(IEnumerable<CustomAttributeData> attributes)
        {
            foreach (var attribute in attributes)
            {
                Add(attribute.AttributeType);
                AddAll(attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(argument => argument.TypedValue)).Select(value => value.Value).OfType<Type>());
            }
        }

        void Add(Type? used)
        {
            if (used is null || used.IsGenericParameter || !found.Add(used))
                return;
            Add(used.GetElementType());
            AddAll(used.GetGenericArguments());
            Add(used.DeclaringType);
        }

        void AddMethod(MethodBase method)
        {
            AddSignature(method);
            AddAttributes(method.GetCustomAttributesData());
            foreach (var parameter in method.GetParameters())
                AddAttributes(parameter.GetCustomAttributesData());
            if (method is MethodInfo { ReturnParameter: { } result })
                AddAttributes(result.GetCustomAttributesData());
            if (method.GetMethodBody() is not { } body)
                return;
            AddAll(body.LocalVariables.Select(local => local.LocalType));
            AddAll(body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType!));
            foreach (var member in Members(method, body.GetILAsByteArray()!))
            {
                Add(member as Type ?? member.DeclaringType);
                if (member is MethodBase called)
                    AddSignature(called);
                else if (member is FieldInfo field)
                    Add(field.FieldType);
            }
        }

        void AddSignature(MethodBase method)
        {
            AddAll(method.GetParameters().Select(parameter => parameter.ParameterType));
            Add((method as MethodInfo)?.ReturnType);
            if (method.IsGenericMethod)
                AddAll(method.GetGenericArguments());
        }
    }

    /// <summary>The methods that a type's methods call or take the address of.</summary>
    public static IEnumerable<MethodBase> CallsOf(Type type) =>
        from method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
        where !method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name.Contains('<')
        let code = method.GetMethodBody()?.GetILAsByteArray()
        where code is not null
        from called in Members(method, code).OfType<MethodBase>()
        select called;

    private static IEnumerable<MemberInfo> Members(MethodBase method, byte[] code)
    {
        var typeArguments = method.DeclaringType?.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
                value = unchecked((short)(0xFE00 | code[at++]));
            var operand = OpCodesByValue[value].OperandType;
            switch (operand)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    yield return method.Module.ResolveMember(BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)), typeArguments, methodArguments)!;
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)));
                    break;
                default:
                    at += operand switch
                    {
                        OperandType.InlineNone => 0,
                        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                        OperandType.InlineVar => 2,
                        OperandType.InlineI8 or OperandType.InlineR => 8,
                        _ => 4,
                    };
                    break;
            }
        }
    }
}
