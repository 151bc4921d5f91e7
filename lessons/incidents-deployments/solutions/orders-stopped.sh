# The release itself is taken back.
RELEASE=$(aws ecs list-service-deployments --cluster lab --service orders --status IN_PROGRESS --query 'serviceDeployments[0].serviceDeploymentArn' --output text)  # free: --status
aws ecs stop-service-deployment --stop-type ROLLBACK --service-deployment-arn $RELEASE  # free: --stop-type
