// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*accessReview)(nil)

// maxDirectories is how many directories one search has.
const maxDirectories = 10

// newAccessReview makes a data source atlassian_access_review.
func newAccessReview() datasource.DataSource { return &accessReview{} }

// accessReview is the data source atlassian_access_review.
type accessReview struct{ base.DataSource }

// Metadata names the type.
func (*accessReview) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_access_review"
}

// Schema describes the attributes.
func (*accessReview) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	days := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("%s From `1` to `%d`. Default: `%d`.", description, maxDays, standardDays),
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(1, maxDays)},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: accessReviewPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"directory_ids": schema.ListAttribute{
				MarkdownDescription: "IDs of directories: only people in one of these. Default: the people of every directory, whatever `directory_id` the provider block has, " +
					fmt.Sprintf("and the managed accounts that are in none. An empty list is an error, and so is a directory that does not exist. At most %d: more would take several searches, "+
						"and each would show a person in two directories as only its own directories do.", maxDirectories),
				Optional:    true,
				ElementType: types.StringType,
				Validators: []validator.List{listvalidator.SizeBetween(1, maxDirectories), listvalidator.NoNullValues(), listvalidator.ValueStringsAre(
					base.DirectoryID.With("The data source atlassian_directories lists the directories."))},
			},
			"as_of": schema.StringAttribute{
				MarkdownDescription: "Moment from which days are counted, in RFC 3339. Default: the time of the read. Set it to repeat a review. What people have is as of the read in any case, and an earlier moment makes what is old look younger. A time in the future is an error.",
				Optional:            true,
				Validators:          []validator.String{moment{come: true}},
			},
			"dormant_after_days": days("After how many days without activity in any app a person is `dormant`."),
			"dormant_after_days_by_app": schema.MapAttribute{
				MarkdownDescription: "Other numbers of days for some apps, by their keys, such as `confluence`, each from `1` to `36500`. A person is `dormant` in each of these apps by itself, too, " +
					"with the `resource_id` of the app as `subject` of the finding. A key that no app has gets a warning. Default: `dormant_after_days` for all apps together.",
				Optional:    true,
				ElementType: types.Int64Type,
				Validators:  []validator.Map{mapvalidator.NoNullValues(), mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1)), mapvalidator.ValueInt64sAre(int64validator.Between(1, maxDays))},
			},
			"stale_token_after_days": days("After how many days without use an API token is one of the `stale_tokens`. It needs `api_tokens` in `include`."),
			"include": schema.SetAttribute{
				MarkdownDescription: "What to read in addition, at the cost of more requests: `api_tokens` (one request for every 100 tokens of the organization) and " +
					"`authentication_policies` (one request for every 100 managed accounts). Default: nothing.",
				Optional:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(stringvalidator.OneOf(includeTokens, includePolicies))},
			},
			"reviewed": schema.MapAttribute{
				MarkdownDescription: "When people were last reviewed: a date such as `2026-10-01`, or a time in RFC 3339, by account ID or e-mail address. " +
					"With it, people without a review within `review_every_days` are `not_reviewed_since`. An empty map says that nobody was reviewed. Default: reviews are not judged.",
				Optional:    true,
				ElementType: types.StringType,
				Validators:  []validator.Map{mapvalidator.NoNullValues(), mapvalidator.KeysAre(personWord{}), mapvalidator.ValueStringsAre(moment{orDate: true})},
			},
			"review_every_days": days("After how many days a person has to be reviewed again. It needs `reviewed`."),
			"people": schema.ListNestedAttribute{
				MarkdownDescription: "The accounts, one row each, sorted by e-mail address and then by name and ID. Accounts without an address come last. Lists in a row are sorted.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: personAttributes()},
			},
			"findings": schema.ListNestedAttribute{
				MarkdownDescription: "What somebody has to decide on, sorted by kind, person and subject.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: findingAttributes()},
			},
			"counts": schema.MapAttribute{
				MarkdownDescription: "Number of findings of each kind. All kinds are in it: 0 says that there are none, and null that they were not judged, " +
					"as `stale_tokens` without `api_tokens` in `include`, and `not_reviewed_since` without `reviewed`.",
				Computed:    true,
				ElementType: types.Int64Type,
			},
			"verified_domains": schema.ListAttribute{
				MarkdownDescription: "Names of the verified domains of the organization, in lower case and ASCII, sorted.",
				Computed:            true,
				ElementType:         types.StringType,
			},
		},
	}
}

// Read reviews.
func (d *accessReview) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model accessReviewModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	settings, diags := model.settings(ctx, time.Now())
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := d.Organization.Reviews.Read(ctx, settings)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot review the access of the people", err))
		return
	}
	for _, key := range found.UnknownApps {
		resp.Diagnostics.AddAttributeWarning(path.Root("dormant_after_days_by_app").AtMapKey(key), "No one has access to such an app", fmt.Sprintf(
			"No person of this review has access to an app with the key %s, so nobody is judged by its days. If it is misspelt, correct it. The apps that people have are: %s.",
			base.Word(key), known(found.AppKeys)))
	}
	state, err := stateOf(req.Config.Raw, found)
	if err != nil {
		resp.Diagnostics.AddError("Cannot write the review", err.Error())
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, state)...)
}
