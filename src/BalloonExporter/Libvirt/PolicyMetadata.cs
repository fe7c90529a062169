using System.Xml;
using System.Xml.Linq;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Stores policies in the metadata of a domain's definition and of its running instance.</summary>
internal static class PolicyMetadata
{
    /// <exception cref="LibvirtException">The domain is gone, or libvirt refused.</exception>
    /// <exception cref="XmlException">libvirt returned invalid XML.</exception>
    public static StoredDomain Read(LibvirtConnection connection, LibvirtDomain domain) =>
        new(domain.Uuid, domain.Name, domain.IsActive, DomainDefinition.Read(domain, HypervisorDriver.Of(connection)));

    /// <summary>Changes the stored policy.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="change">Gets the domain and returns the policy to store; null: none.</param>
    /// <inheritdoc cref="Read"/>
    public static StoredDomain Change(LibvirtConnection connection, LibvirtDomain domain, Func<StoredDomain, PolicySpec?> change)
    {
        var before = Read(connection, domain);
        return change(before) is { } spec ? Store(connection, domain, spec) : before;
    }

    /// <summary>Replaces the stored policy. A removed balloon is restored when the policy no longer opts out.</summary>
    /// <inheritdoc cref="Read"/>
    public static StoredDomain Store(LibvirtConnection connection, LibvirtDomain domain, PolicySpec spec)
    {
        var before = Read(connection, domain);
        var isPersistent = domain.IsPersistent;
        if (isPersistent)
            Write(domain, before.Facts.NextPolicy, spec, DomainModificationFlags.Config);
        if (before.IsActive)
        {
            // An opt-out takes effect with the next start: the running instance keeps its setting. A transient domain has only the
            // running instance.
            var instance = isPersistent ? spec with { Enabled = before.Facts.Policy?.Enabled } : spec;
            Write(domain, before.Facts.Policy, instance, DomainModificationFlags.Live);
        }

        if (isPersistent)
            Reconcile(connection, domain, pin: false);
        return Read(connection, domain);
    }

    /// <summary>
    /// Updates the stored definition to its own policy: without a balloon when it opts out (and pinning is enabled), with the former one
    /// when it does not.
    /// </summary>
    /// <returns>True: pinned; false: restored; null: nothing to do.</returns>
    public static bool? Reconcile(LibvirtConnection connection, LibvirtDomain domain, bool pin)
    {
        var definition = BoundedXml.Parse(domain.GetXml(DomainXmlFlags.Inactive));
        if (Reconciliation(definition, pin) is not { } pinned)
            return null;

        // The definition is written back from its own text, which must include passwords or they would be lost.
        var complete = domain.GetXml(DomainXmlFlags.Inactive | DomainXmlFlags.Secure);
        try
        {
            Define(connection, complete, pinned, keepAddress: true);
        }
        catch (LibvirtException) when (!pinned && connection.IsAlive)
        {
            Define(connection, complete, pinned, keepAddress: false);
        }

        return pinned;
    }

    /// <summary>What <see cref="Reconcile"/> would do with a definition. Without a well-formed policy of its own the balloon is not removed.</summary>
    internal static bool? Reconciliation(XElement definition, bool pin)
    {
        var spec = PolicyElement.Find(definition.Element("metadata"));
        if (spec?.Problem is not null)
            return null;
        if (spec?.Enabled == false)
            return pin && FixedMemoryDefinition.HasBalloon(definition) ? true : null;
        return FixedMemoryDefinition.IsIn(definition) ? false : null;
    }

    private static void Define(LibvirtConnection connection, string xml, bool pinned, bool keepAddress)
    {
        var definition = BoundedXml.Parse(xml, LoadOptions.PreserveWhitespace);
        if (pinned)
            FixedMemoryDefinition.Fix(definition);
        else
            FixedMemoryDefinition.Unpin(definition, keepAddress);
        connection.DefineDomain(definition.ToString(SaveOptions.DisableFormatting)).Dispose();
    }

    private static void Write(LibvirtDomain domain, PolicySpec? before, PolicySpec spec, DomainModificationFlags where)
    {
        var element = PolicyElement.Write(spec);
        if (element is not null || before is not null)
        {
            domain.SetMetadata(
                DomainMetadataType.Element, element?.ToString(SaveOptions.DisableFormatting), PolicyElement.Prefix, PolicyElement.Namespace, where);
        }
    }
}
