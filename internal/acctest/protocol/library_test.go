// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// library is a provider just large enough to drive: one resource with all that
// resources may have, and one of everything else.
type library struct {
	mutex sync.Mutex
	books map[string]bookModel
	next  int

	quirk string // the bug that a test wants
}

type bookModel struct {
	ID       types.String   `tfsdk:"id"`
	Title    types.String   `tfsdk:"title"`
	Note     types.String   `tfsdk:"note"`
	Copies   types.Int64    `tfsdk:"copies"`
	Shelf    types.String   `tfsdk:"shelf"`
	Pin      types.String   `tfsdk:"pin"`
	Chapters []chapterModel `tfsdk:"chapters"`
	Lending  *lendingModel  `tfsdk:"lending"`
}

type chapterModel struct {
	Name types.String `tfsdk:"name"`
	Slug types.String `tfsdk:"slug"`
}

type lendingModel struct {
	Days types.Int64 `tfsdk:"days"`
}

func newLibrary() *library { return &library{books: map[string]bookModel{}} }

func (l *library) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "library"
}

func (l *library) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{Attributes: map[string]providerschema.Attribute{
		"name": providerschema.StringAttribute{Required: true},
	}}
}

func (l *library) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var name string
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	if name == "closed" {
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Library is closed", "Come back tomorrow.")
	}
	resp.Diagnostics.AddWarning("Silence", "Please be quiet.")
}

func (l *library) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &book{l} }}
}

func (l *library) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{func() list.ListResource { return &book{l} }}
}

func (l *library) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return &count{l} }}
}

func (l *library) Functions(context.Context) []func() function.Function {
	return []func() function.Function{func() function.Function { return join{} }}
}

func (l *library) Actions(context.Context) []func() action.Action {
	return []func() action.Action{func() action.Action { return &burn{l} }}
}

type book struct{ *library }

func (b *book) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "library_book"
}

func (b *book) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id":     schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
			"title":  schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
			"note":   schema.StringAttribute{Optional: true},
			"copies": schema.Int64Attribute{Optional: true, Computed: true, Default: int64default.StaticInt64(1)},
			"shelf":  schema.StringAttribute{Optional: true, Computed: true},
			"pin":    schema.StringAttribute{Optional: true, WriteOnly: true},
			"chapters": schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{
				Attributes: map[string]schema.Attribute{
					"name": schema.StringAttribute{Required: true},
					"slug": schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{
						stringplanmodifier.UseNonNullStateForUnknown(),
					}},
				},
			}},
		},
		Blocks: map[string]schema.Block{
			"lending": schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{
				"days": schema.Int64Attribute{Optional: true},
			}},
		},
	}
}

func (b *book) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true},
	}}
}

func (b *book) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var title types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("title"), &title)...)
	if title.ValueString() == "" && !title.IsUnknown() {
		resp.Diagnostics.AddAttributeError(path.Root("title"), "No title", "A book has one.")
	}
}

func (b *book) fill(model *bookModel) {
	if model.Shelf.IsUnknown() {
		model.Shelf = types.StringValue("shelf " + model.Title.ValueString()[:1])
	}
	for i, chapter := range model.Chapters {
		model.Chapters[i].Slug = types.StringValue(strings.ToLower(chapter.Name.ValueString()))
	}
	switch b.quirk {
	case "other note":
		model.Note = types.StringValue("other")
	case "unknown shelf":
		model.Shelf = types.StringUnknown()
	}
}

func (b *book) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model bookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.next++
	model.ID = types.StringValue(fmt.Sprintf("b%d", b.next))
	b.fill(&model)
	stored := model
	if b.quirk == "unstable" {
		stored.Note = types.StringValue("changed at once")
	}
	if b.quirk != "lost at once" {
		b.books[model.ID.ValueString()] = stored
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), model.ID)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	if b.quirk == "half made" {
		resp.Diagnostics.AddError("Printer jam", "The book is made, but not bound.")
	}
}

func (b *book) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var id types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if b.quirk != "forgets who vanished" {
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	model, ok := b.books[id.ValueString()]
	if !ok {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (b *book) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model bookModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.fill(&model)
	b.books[model.ID.ValueString()] = model
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), model.ID)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (b *book) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var id types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	b.mutex.Lock()
	defer b.mutex.Unlock()
	delete(b.books, id.ValueString())
	resp.Diagnostics.AddWarning("Gone", id.ValueString())
}

func (b *book) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if req.ID == "nonsense" {
		resp.Diagnostics.AddError("Nonsense", "That is no ID.")
		return
	}
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("id"), path.Root("id"), req, resp)
}

func (b *book) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{Attributes: map[string]listschema.Attribute{
		"title_prefix": listschema.StringAttribute{Optional: true},
	}}
}

func (b *book) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var prefix types.String
	if diags := req.Config.GetAttribute(ctx, path.Root("title_prefix"), &prefix); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	b.mutex.Lock()
	ids := slices.Sorted(maps.Keys(b.books))
	books := maps.Clone(b.books)
	b.mutex.Unlock()
	stream.Results = func(push func(list.ListResult) bool) {
		pushed := int64(0)
		for _, id := range ids {
			model := books[id]
			if !strings.HasPrefix(model.Title.ValueString(), prefix.ValueString()) {
				continue
			}
			if pushed++; pushed > req.Limit && b.quirk != "no limit" {
				return
			}
			result := req.NewListResult(ctx)
			result.DisplayName = model.Title.ValueString()
			result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("id"), id)...)
			if req.IncludeResource {
				result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
			}
			if !push(result) {
				return
			}
		}
		if b.quirk == "broken list" {
			var diags diag.Diagnostics
			diags.AddError("The catalog ends here", "The rest burned.")
			push(list.ListResult{Diagnostics: diags})
		}
	}
}

type count struct{ *library }

func (c *count) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "library_count"
}

func (c *count) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = datasourceschema.Schema{Attributes: map[string]datasourceschema.Attribute{
		"prefix": datasourceschema.StringAttribute{Optional: true},
		"books":  datasourceschema.Int64Attribute{Computed: true},
		"share":  datasourceschema.Float64Attribute{Computed: true},
	}}
}

func (c *count) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var prefix types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("prefix"), &prefix)...)
	if prefix.ValueString() == "?" {
		resp.Diagnostics.AddError("No such prefix", "Nothing starts like that.")
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("prefix"), prefix)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("books"), int64(len(c.books)))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("share"), 0.5)...)
}

type join struct{}

func (join) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "join"
}

func (join) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Parameters:        []function.Parameter{function.StringParameter{Name: "separator"}},
		VariadicParameter: function.StringParameter{Name: "words"},
		Return:            function.StringReturn{},
	}
}

func (join) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var separator string
	var words []string
	resp.Error = req.Arguments.Get(ctx, &separator, &words)
	if separator == "" {
		resp.Error = function.NewArgumentFuncError(0, "no separator")
		return
	}
	resp.Error = function.ConcatFuncErrors(resp.Error, resp.Result.Set(ctx, strings.Join(words, separator)))
}

type burn struct{ *library }

func (b *burn) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "library_burn"
}

func (b *burn) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{Attributes: map[string]actionschema.Attribute{
		"id": actionschema.StringAttribute{Required: true},
	}}
}

func (b *burn) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var id string
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.SendProgress(action.InvokeProgressEvent{Message: "lighting a match"})
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if _, ok := b.books[id]; !ok {
		resp.Diagnostics.AddError("No such book", id)
	}
	delete(b.books, id)
	resp.SendProgress(action.InvokeProgressEvent{Message: "ashes"})
}
