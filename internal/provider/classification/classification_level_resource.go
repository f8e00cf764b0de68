// SPDX-License-Identifier: MPL-2.0

package classification

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.Resource                = (*levelResource)(nil)
	_ resource.ResourceWithConfigure   = (*levelResource)(nil)
	_ resource.ResourceWithIdentity    = (*levelResource)(nil)
	_ resource.ResourceWithImportState = (*levelResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*levelResource)(nil)
)

// newClassificationLevel makes an atlassian_classification_level.
func newClassificationLevel() resource.Resource { return &levelResource{} }

// levelResource is the resource atlassian_classification_level.
type levelResource struct{ base.Resource }

const levelType = "atlassian_classification_level"

var levelIdentity = base.Identity{Parts: []base.IdentityPart{{Name: "level_id", Attribute: "id", Description: "ID of the classification level, an ARI."}}}

// changeTimeout is how long a change may take unless the configuration says otherwise. Atlassian accepts it at once, and does not document
// how much later it makes it.
const changeTimeout = 5 * time.Minute

// trimmed is the form of a name.
var trimmed = regexp.MustCompile(`^\S(.*\S)?$`)

// Metadata names the type.
func (r *levelResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_classification_level"
}

// Schema describes the attributes.
func (r *levelResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	const wait = "the wait until Atlassian shows it included, as a duration such as `90s` or `10m`. Default `5m`."
	resp.Schema = schema.Schema{
		MarkdownDescription: levelPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "ID of the classification level, an Atlassian Resource Identifier (`ari:cloud:platform::classification-tag/UUID`).",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the level, as people see it when they classify content. Two levels with one name are refused, also if they differ in case only, and if one of them is archived.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.RegexMatches(trimmed, "must have a character, and no blanks or line breaks around it")},
			},
			"definition": schema.StringAttribute{
				MarkdownDescription: "What content of this level is. Default: none.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"guideline": schema.StringAttribute{
				MarkdownDescription: "What people have to do with content of this level. Default: none.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"color": schema.StringAttribute{
				MarkdownDescription: "Color of the level: a word, not a number as in HTML. Atlassian documents `RED` only; other words pass through. A color that differs in case only is no drift. Default: what Atlassian chooses.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.RegexMatches(regexp.MustCompile(`^[A-Za-z][A-Za-z_]*$`), "must be a word such as RED, and not a number as in HTML")},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"published": schema.BoolAttribute{
				MarkdownDescription: "Whether the level is published, so that people can give it to content. With `false`, it is a draft. Atlassian cannot make a published level a draft again, so such a plan fails. Default `true`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "Status of the level: `DRAFT`, `PUBLISHED` or `ARCHIVED`. It is planned as `PUBLISHED`, or as `DRAFT` with `published = false`, so that every other status shows as drift, one that Atlassian does not say included.",
				Computed:            true,
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long the creation may take, " + wait,
				Update: true, UpdateDescription: "How long a change may take, " + wait,
				Delete: true, DeleteDescription: "How long archiving may take, " + wait,
			}),
		},
	}
}

// IdentitySchema describes the identity.
func (r *levelResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = levelIdentity.Schema()
}

// Create creates the level, or takes over the one that a deletion of the same apply has left. The state has the level as soon as Atlassian has
// accepted it.
func (r *levelResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model levelModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Create, changeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	const summary = "Cannot create the classification level"
	wanted := model.wanted()
	level, err := r.begin(ctx, wanted)
	var exists *levels.ExistsError
	switch {
	case errors.As(err, &exists):
		resp.Diagnostics.Append(existsAtApply(exists.Level))
		return
	case err != nil:
		resp.Diagnostics.Append(failed(summary, err))
		return
	}
	resp.Diagnostics.Append(levelIdentity.Set(ctx, resp.Identity, r.Organization, level.ID)...)
	finished, err := r.Organization.Levels.Become(ctx, level.ID, wanted)
	if finished.ID != "" {
		level = finished
	}
	if err != nil {
		resp.Diagnostics.Append(failed(summary, fmt.Errorf("Atlassian has created %s, but it is not as it is to be: %w", model.named(), err))) //nolint:staticcheck // the name of a company
	}
	model.show(level)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// begin creates the level, unless there is one to take over. Terraform may end the object that leaves the level a moment later.
func (r *levelResource) begin(ctx context.Context, wanted levels.Wanted) (levels.Level, error) {
	if level, left, err := r.left(ctx, wanted.Name); left {
		return level, err
	}
	level, err := r.Organization.Levels.Create(ctx, wanted.Text)
	var exists *levels.ExistsError
	if errors.As(err, &exists) && r.Organization.Claims.AwaitKnown(ctx, levels.LevelSubject(exists.Level.ID)) {
		if level, left, err := r.left(ctx, wanted.Name); left {
			return level, err
		}
	}
	return level, err
}

// left is the level that a deletion of the same apply has left for a creation, unless it is gone.
func (r *levelResource) left(ctx context.Context, name string) (level levels.Level, left bool, err error) {
	id, left := r.Organization.Levels.Take(ctx, name)
	if !left {
		return level, false, nil
	}
	level, err = r.Organization.Levels.Get(ctx, id)
	return level, !meaning.IsNotFound(err), err
}

// leave leaves the level as it is, for a creation of a name that may follow.
func (r *levelResource) leave(model *levelModel, name string) {
	r.Organization.Levels.Leave(model.ID.ValueString(), name)
	r.Organization.Claims.Know(levels.LevelSubject(model.ID.ValueString()))
}

// leaveRenamed leaves a level that may have another name by now. It warns if a creation has come first, and has made another level of the
// former name.
func (r *levelResource) leaveRenamed(ctx context.Context, model *levelModel) diag.Diagnostics {
	former := model.Name.ValueString()
	now, _ := r.upToDate(ctx, model) // one that cannot be read is left under the name that is known
	id, present := model.ID.ValueString(), now.Name.ValueString()
	if levels.NameSubject(former) == levels.NameSubject(present) {
		r.leave(model, present)
		return nil
	}
	r.Organization.Levels.LeaveFormer(id, former)
	r.leave(model, present)
	other, made, err := r.Organization.Levels.Namesake(ctx, former)
	if err != nil || !made || !r.Organization.Levels.Created(other.ID) {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("No resource manages the level any more", fmt.Sprintf(
		"%s (%s) has the name %s in Atlassian by now, so the apply created another level of its former name (%s). This one stays as it is. To manage it, import it. If you no longer want it, archive it in Atlassian Administration.",
		base.Capitalized(model.named()), base.Word(model.ID.ValueString()), base.Quoted(now.Name.ValueString()), base.Word(other.ID)))}
}

// Read refreshes the state. An archived level is still there.
func (r *levelResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model levelModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	level, err := r.Organization.Levels.Get(ctx, model.ID.ValueString())
	switch {
	case meaning.IsNotFound(err):
		resp.Diagnostics.Append(levelIdentity.Set(ctx, resp.Identity, r.Organization, model.ID.ValueString())...)
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(failed("Cannot read the classification level", err))
		return
	}
	model.show(level)
	resp.Diagnostics.Append(base.Refused(r.Organization, levels.LevelSubject(level.ID))...)
	r.Organization.Claims.Know(levels.LevelSubject(level.ID))
	resp.Diagnostics.Append(levelIdentity.Set(ctx, resp.Identity, r.Organization, level.ID)...)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Update restores, edits and publishes the level, as far as it differs, unless somebody has changed it since the plan. After an error, the state has what Atlassian shows.
func (r *levelResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var prior, model levelModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &prior)...)
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &model)...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Update, changeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	resp.Diagnostics.Append(levelIdentity.Set(ctx, resp.Identity, r.Organization, model.ID.ValueString())...)
	wanted := model.wanted()
	wanted.Planned = prior.level()
	level, err := r.Organization.Levels.Become(ctx, model.ID.ValueString(), wanted)
	if err != nil {
		resp.Diagnostics.Append(failed("Cannot change the classification level", err))
		if level.ID == "" {
			return // the state stays as it is
		}
		model.Published = prior.Published
	}
	model.show(level)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// Delete archives the level, because Atlassian cannot delete it. It leaves the level as it is if the configuration still holds it, and if another
// object takes its place.
func (r *levelResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model levelModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &model)...)
	var created createdLevel
	ending, diags := base.ReadEnding(ctx, req.Private, r.Organization, &created)
	resp.Diagnostics.Append(diags...)
	ctx, cancel, ok := base.Within(ctx, model.Timeouts.Delete, changeTimeout, &resp.Diagnostics)
	if !ok {
		return
	}
	defer cancel()
	const remedy = "archive it in Atlassian Administration"
	switch {
	case ending.Replaced && !created.Unknown: // the new object takes the level over, and gives it the new name
		r.leave(&model, created.Name)
		return
	case ending.Replaced:
		r.leave(&model, model.Name.ValueString())
		resp.Diagnostics.Append(base.WarnOfStaying(base.Capitalized(model.named())+" stays as it is", remedy))
		return
	case ending.Held: // by its name of old, or by the one that it has now
		resp.Diagnostics.Append(r.leaveRenamed(ctx, &model)...)
		return
	case ending.Deposed:
		resp.Diagnostics.Append(base.WarnOfStaying(base.Capitalized(model.named())+" stays as it is", remedy))
		return
	case ending.Open:
		resp.Diagnostics.Append(nameGoesOn(&model))
		return
	}
	if err := r.Organization.Levels.Archive(ctx, model.ID.ValueString()); err != nil {
		resp.Diagnostics.Append(failed("Cannot archive the classification level", err))
	}
}

// ImportState takes an ID, a name, or an identity.
func (r *levelResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if name, byName := strings.CutPrefix(req.ID, byNamePrefix); byName {
		level, found, err := r.Organization.Levels.Named(ctx, name)
		switch {
		case err != nil:
			resp.Diagnostics.Append(failed("Cannot import the classification level", err))
			return
		case !found:
			resp.Diagnostics.AddError("Cannot import the classification level", "No classification level is named "+base.Quoted(name)+".")
			return
		}
		req.ID = level.ID
	}
	levelIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) {
		if !base.LevelID.Matches(id) {
			return nil, errors.New("the import ID of a classification level is its ID, which begins with ari:cloud:platform::classification-tag/, or name:NAME")
		}
		return []string{id}, nil
	})
}

// byNamePrefix begins an import ID that is a name.
const byNamePrefix = "name:"
