using BalloonExporter.OpenApi;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Documents;

/// <summary>The API's description is made of the endpoints by a project that is not shipped. <c>tests/renew-docs.sh</c> writes it anew.</summary>
public sealed class ApiDocumentTests
{
    private static readonly string Exporter = Path.Combine(Repository.Root, "src", "BalloonExporter");

    [Fact]
    public async Task The_page_of_the_API_is_that_of_the_endpoints()
    {
        var path = Path.Combine(Exporter, "Api", "openapi.json");
        var made = await ApiDocument.MakeAsync(TestOptions.Act);

        if (GeneratedPart.IsRenewed)
            await File.WriteAllTextAsync(path, made);
        else
            Assert.True(made == await File.ReadAllTextAsync(path), "openapi.json does not say what the endpoints do: run tests/renew-docs.sh to renew it");
    }

    [Fact]
    public async Task It_is_the_same_whatever_the_exporter_was_told() =>
        Assert.Equal(await ApiDocument.MakeAsync(TestOptions.Act), await ApiDocument.MakeAsync(TestOptions.Observe));

    [Fact]
    public async Task What_makes_it_is_not_shipped()
    {
        const string generator = "OpenApi";

        Assert.DoesNotContain(generator, await File.ReadAllTextAsync(Path.Combine(Exporter, "packages.lock.json")), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            typeof(ServiceRegistration).Assembly.GetReferencedAssemblies(), assembly => assembly.Name!.Contains(generator, StringComparison.OrdinalIgnoreCase));
        // The checker finds it where it is.
        Assert.Contains(
            typeof(ApiDocument).Assembly.GetReferencedAssemblies(), assembly => assembly.Name!.Contains(generator, StringComparison.OrdinalIgnoreCase));
    }
}
