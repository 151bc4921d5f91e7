aws ecs update-service --cluster lab --service web --task-definition web:2
sleep 120
aws ecs stop-service-deployment --stop-type ROLLBACK \
    --service-deployment-arn $(aws ecs list-service-deployments --cluster lab --service web --query 'serviceDeployments[0].serviceDeploymentArn' --output text)
