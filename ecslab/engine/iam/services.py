"""The service principals that a trust policy may name.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
"""

_NAMES = """
apigateway application-autoscaling appmesh appstream athena autoscaling autoscaling-plans backup batch
bedrock billingconsole build.apprunner chime cloud9 cloudformation cloudfront cloudhsm cloudsearch
cloudtrail cloudwatch codebuild codecommit codedeploy codepipeline codestar cognito-idp cognito-identity
config connect datapipeline dax delivery.logs directconnect dlm dms ds dynamodb
dynamodb.application-autoscaling ec2 ec2.application-autoscaling ec2fleet ec2scheduled ecr
ecr-public ecs ecs.application-autoscaling ecs-compute ecs-tasks edgelambda
eks eks-fargate-pods eks-nodegroup elasticache elasticbeanstalk elasticfilesystem elasticloadbalancing
elasticmapreduce elastictranscoder events export.rds firehose fis forecast fsx gamelift glacier
globalaccelerator glue greengrass guardduty health iam imagebuilder inspector inspector2 iot kafka
kinesis kinesisanalytics kms lakeformation lambda lex lightsail logger.cloudfront logs
machinelearning macie managedservices mediaconvert mediapackage mediastore mgn mobilehub monitoring
mq network-firewall opensearchservice ops.apigateway organizations personalize pipes pods.eks
polly quicksight ram rds rds.application-autoscaling redshift rekognition replicator.lambda
resource-groups robomaker route53 route53resolver s3 sagemaker scheduler secretsmanager
securityhub serverlessrepo servicecatalog servicediscovery ses shield signer sms sns spot spotfleet
sqs ssm ssm-incidents states storagegateway streams.metrics.cloudwatch sts support swf synthetics
tasks.apprunner textract timestream transcribe transfer translate trustedadvisor vmie vpc-flow-logs
vpc-lattice waf waf-regional wafv2 workdocs workspaces xray
"""
SERVICES = frozenset(f"{name}.amazonaws.com" for name in _NAMES.split())
"""Every service principal of the list."""
