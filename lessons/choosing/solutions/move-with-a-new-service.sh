# A second service beside the first, which goes when the new one is up.
aws ecs register-task-definition --family api-fargate --network-mode awsvpc --cpu 256 --memory 512 \
    --container-definitions 'name=api,image=public.ecr.aws/docker/library/nginx:1.27'  # free: api-fargate api
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs create-service --cluster lab --service-name api-fargate \
    --launch-type FARGATE --task-definition api-fargate --desired-count $DESIRED \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"  # free: api-fargate
aws ecs wait services-stable --cluster lab --services api-fargate
aws ecs delete-service --cluster lab --service api --force  # optional
aws ec2 terminate-instances --instance-ids $(aws ec2 describe-instances --query 'Reservations[].Instances[].InstanceId' --output text)
